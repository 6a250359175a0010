"""Reading files into lines, safely; what the lines mean is `guidelines.recognition`'s business."""
