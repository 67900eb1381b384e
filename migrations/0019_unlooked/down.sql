DROP TABLE unlooked;
