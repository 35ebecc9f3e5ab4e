"""Files that cities keep their maps in: GeoJSON, GML and zipped shapefiles, each read by a room of its own."""
