"""Each platform of the simulator through gallery-dl, driven both ways."""
