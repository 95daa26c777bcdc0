"""From what is proposed to what arrived: proposals, purchases and their deliveries."""
