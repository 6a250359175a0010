"""Attendance: the code on the screen, batches from a device without a network, forms and words of its pages."""
