"""The assistant that makes a structure image of a picture: control points, crop, legend, and into a package."""
