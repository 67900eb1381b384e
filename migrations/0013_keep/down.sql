DROP INDEX exports_by_file;
DROP INDEX files_by_thumb;
