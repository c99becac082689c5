"""Ways: how far it is to what people need, who lives far away, and who gains or loses when something opens, moves or closes."""
