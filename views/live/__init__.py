"""What is served beside Streamlit: light pages of our own for phones, for the stage, for signing in."""
