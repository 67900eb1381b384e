//! The other house itself: where it is, who works there, and what it has of its own.

pub const INSTITUTION: &str = "Fernhollow Heart and Science Centre (demo)";
pub const SITE: &str = "Fernhollow General Hospital";
pub const DEPARTMENT: &str = "Cardiac Science, Fernhollow";
pub const LEAD: (&str, &str) = ("Dorothea Quayle", "science.lead");
pub const SUPERVISORS: [(&str, &str); 2] =
    [("Hamish Elderflower", "hamish.elderflower"), ("Nadia Thistlewood", "nadia.thistlewood")];
pub const UNIVERSITY: (&str, &str) = ("Rowena Ashcombe", "university");

/// Programme, version and what the department adds to it.
pub const LAYER: (&str, &str, &str) = (
    "cardiographer",
    "2026",
    r#"layer_of = "cardiographer@2026"

[[kinds]]
kind = "cardiac-test"
fields = [{ code = "ward", label = "Ward or clinic", type = "text" }]

[[requirements]]
code = "duty-chaperone"
title = "Certificate of competence: chaperoning"
text = "Everybody who records alone in clinic chaperones for colleagues too."
section = "duties"
source = "Fernhollow, department procedure 4"
[requirements.rule]
signoff = "duty-certificate"
about = { field = "duty", is = "chaperone" }

[[stricter]]
requirement = "individual-training"
target = 60
"#,
);

/// Programme, version, title and text of a programme that is being written.
pub const DRAFT: (&str, &str, &str, &str) = (
    "ward-ecg",
    "2027",
    "ECG on the wards",
    r#"programme = "ward-ecg"
version = "2027"
title = "ECG on the wards"
field = "Cardiac science"
body = "Fernhollow Heart and Science Centre (demo)"
about = "For colleagues on the wards who record 12-lead ECGs themselves: recordings under supervision, then a certificate that is renewed every two years."
months = 6

[[kinds]]
kind = "cardiac-test"
version = 1

[[kinds]]
kind = "duty-certificate"
version = 1

[[sections]]
code = "practice"
title = "Recordings"

[[sections]]
code = "duty"
title = "The duty"

[[requirements]]
code = "recordings"
title = "Recordings under supervision"
text = "Recordings that you made yourself, with somebody from the department beside you or near."
section = "practice"
source = "Fernhollow, department procedure 7"
[requirements.rule]
count = "cardiac-test"
target = 30
unit = "recordings"
about = { field = "test", is = "ecg" }
where = [
  { field = "part-played", is = "ran-it", because = "you did not do it yourself" },
  { field = "supervision", is_not = "none", because = "nobody supervised it" },
]

[[requirements]]
code = "certificate"
title = "Certificate of competence: 12-lead ECG"
section = "duty"
source = "Fernhollow, department procedure 7"
needs = ["recordings"]
[requirements.rule]
signoff = "duty-certificate"
about = { field = "duty", is = "ecg" }
level = "alone"
expires_months = 24
"#,
);
