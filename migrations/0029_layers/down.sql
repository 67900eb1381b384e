DROP TABLE programme_layers;
