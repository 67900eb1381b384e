-- Views are code: dropped before the migrations and made again after them, where one differs or a migration is to come,
-- so that no migration is ever blocked by one. Both engines run this text. Each statement begins a line with CREATE.
-- The typed branches stand before the owner's, whose two days are literals.

CREATE VIEW sight AS
SELECT a.person_id AS viewer_id, e.id AS enrolment_id, e.portfolio_id AS portfolio_id, a.capacity AS capacity,
       a.id AS appointment_id, a.from_day AS from_day, COALESCE(a.until_day, '9999-12-31') AS until_day
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'person'
JOIN portfolios p ON p.person_id = s.scope_id AND p.person_id <> a.person_id
JOIN enrolments e ON e.portfolio_id = p.id
WHERE a.known_until IS NULL AND a.capacity IN ('supervisor', 'lead') AND e.known_until IS NULL
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.capacity, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'department'
JOIN enrolments e ON e.department_id = s.scope_id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity IN ('supervisor', 'lead') AND e.known_until IS NULL
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.capacity, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'site'
JOIN departments d ON d.site_id = s.scope_id
JOIN enrolments e ON e.department_id = d.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity IN ('supervisor', 'lead') AND e.known_until IS NULL
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.capacity, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'institution'
JOIN departments d ON d.institution_id = s.scope_id
JOIN enrolments e ON e.department_id = d.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity IN ('supervisor', 'lead') AND e.known_until IS NULL
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.capacity, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'programme'
JOIN programme_versions v ON v.programme_id = s.scope_id
JOIN enrolments e ON e.version_id = v.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity IN ('supervisor', 'lead') AND e.known_until IS NULL
UNION ALL
SELECT p.person_id, e.id, e.portfolio_id, 'trainee', '', '1900-01-01', '9999-12-31'
FROM portfolios p
JOIN enrolments e ON e.portfolio_id = p.id
WHERE e.known_until IS NULL;

-- A university administrator sees who is enrolled, and of their entries only the kinds that a university enters.
-- It is a view of its own, so that no page that shows a portfolio can ask it by mistake.
CREATE VIEW university_sight AS
SELECT a.person_id AS viewer_id, e.id AS enrolment_id, e.portfolio_id AS portfolio_id, a.id AS appointment_id,
       a.from_day AS from_day, COALESCE(a.until_day, '9999-12-31') AS until_day
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'programme'
JOIN programme_versions v ON v.programme_id = s.scope_id
JOIN enrolments e ON e.version_id = v.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity = 'university' AND e.known_until IS NULL
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'institution'
JOIN departments d ON d.institution_id = s.scope_id
JOIN enrolments e ON e.department_id = d.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity = 'university' AND e.known_until IS NULL;

-- Capacities that see standings, and of entries only the kinds that `domain/reads.rs` lists for them: a departmental
-- tutor those who hold a confirmed registration other than as a trainee, a consortium co-ordinator everybody. A view
-- of its own, so that no page that shows a portfolio can ask it by mistake.
CREATE VIEW narrow_sight AS
SELECT a.person_id AS viewer_id, e.id AS enrolment_id, e.portfolio_id AS portfolio_id, a.capacity AS capacity,
       a.id AS appointment_id, a.from_day AS from_day, COALESCE(a.until_day, '9999-12-31') AS until_day
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id
JOIN departments d ON (s.scope = 'department' AND d.id = s.scope_id) OR (s.scope = 'site' AND d.site_id = s.scope_id)
    OR (s.scope = 'institution' AND d.institution_id = s.scope_id)
JOIN enrolments e ON e.department_id = d.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity IN ('tutor', 'coordinator') AND e.known_until IS NULL
    AND (a.capacity <> 'tutor' OR EXISTS (
        SELECT 1 FROM registrations g
        JOIN registration_confirmations c ON c.registration_id = g.id AND c.known_until IS NULL
        WHERE g.person_id = p.person_id AND g.known_until IS NULL AND g.category <> 'trainee'))
UNION ALL
SELECT a.person_id, e.id, e.portfolio_id, a.capacity, a.id, a.from_day, COALESCE(a.until_day, '9999-12-31')
FROM appointments a
JOIN appointment_scopes s ON s.appointment_id = a.id AND s.scope = 'programme'
JOIN programme_versions v ON v.programme_id = s.scope_id
JOIN enrolments e ON e.version_id = v.id
JOIN portfolios p ON p.id = e.portfolio_id AND p.person_id <> a.person_id
WHERE a.known_until IS NULL AND a.capacity = 'coordinator' AND e.known_until IS NULL;

-- What waits before somebody: what they were asked, and, while somebody is away who named them as deputy, what that
-- person was asked. It opens no entry by itself: a deputy has an appointment of their own over the trainee.
CREATE VIEW request_sight AS
SELECT a.deputy_id AS viewer_id, r.id AS request_id, r.entry_id AS entry_id, r.asked_id AS asked_id,
       a.id AS absence_id, a.from_day AS from_day, a.until_day AS until_day
FROM absences a
JOIN requests r ON r.asked_id = a.person_id AND r.closed_at IS NULL
WHERE a.known_until IS NULL AND a.deputy_id IS NOT NULL
UNION ALL
SELECT r.asked_id, r.id, r.entry_id, r.asked_id, '', '1900-01-01', '9999-12-31'
FROM requests r
WHERE r.closed_at IS NULL;

CREATE VIEW entry_sight AS
SELECT s.viewer_id AS viewer_id, f.entry_id AS entry_id, s.enrolment_id AS enrolment_id, s.capacity AS capacity,
       s.appointment_id AS appointment_id, f.happened_on AS happened_on, s.from_day AS from_day, s.until_day AS until_day
FROM sight s
JOIN filings f ON f.enrolment_id = s.enrolment_id AND f.known_until IS NULL
WHERE NOT EXISTS (SELECT 1 FROM unread c WHERE c.entry_id = f.entry_id AND c.capacity = s.capacity)
UNION ALL
SELECT u.viewer_id, f.entry_id, u.enrolment_id, 'university', u.appointment_id, f.happened_on, u.from_day, u.until_day
FROM university_sight u
JOIN filings f ON f.enrolment_id = u.enrolment_id AND f.known_until IS NULL
JOIN entries k ON k.id = f.entry_id
JOIN university_kinds n ON n.code = k.kind
UNION ALL
SELECT u.viewer_id, f.entry_id, u.enrolment_id, u.capacity, u.appointment_id, f.happened_on, u.from_day, u.until_day
FROM narrow_sight u
JOIN filings f ON f.enrolment_id = u.enrolment_id AND f.known_until IS NULL
JOIN entries k ON k.id = f.entry_id
WHERE ({reads}) AND NOT EXISTS (SELECT 1 FROM unread c WHERE c.entry_id = f.entry_id)
UNION ALL
SELECT d.signer_id, d.entry_id, '', 'decided', '', e.happened_on, e.happened_on, '9999-12-31'
FROM decisions d
JOIN entries e ON e.id = d.entry_id;
