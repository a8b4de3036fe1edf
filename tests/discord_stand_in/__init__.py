"""A stand-in for Discord on loopback: REST v10 and the gateway, as strict as the real one."""
