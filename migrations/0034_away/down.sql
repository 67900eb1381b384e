DROP TABLE handovers;
DROP TABLE deputised;
DROP TABLE absences;
