DROP TABLE registration_confirmations;
DROP TABLE registrations;
DROP TABLE appointment_scopes;
DROP TABLE appointments;
DROP TABLE departments;
DROP TABLE sites;
DROP TABLE institutions;
