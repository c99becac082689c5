"""The app as a web server sees it; a folder of its own, because Streamlit puts the folder of what it runs on the search path."""
