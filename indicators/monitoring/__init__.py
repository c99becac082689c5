"""Social monitoring: where the need is (Status × Dynamik), for whom in which walk of life, and what stands out beyond chance."""
