"""Reading a DNI with the laptop's camera: an extra that is asked for, loaded when its button is pressed."""
