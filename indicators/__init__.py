"""What is computed: catalogue, regions, ages, evaluation, reliability and evidence for the SWOT."""
