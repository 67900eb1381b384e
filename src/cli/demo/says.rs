//! What people of the demo write: comments, reasons, thoughts, titles. Nothing in it could be about a
//! patient.

pub const COMMENTS: [&str; 14] = [
    "Calm and well prepared.",
    "Good communication with the surgeon throughout.",
    "Check the reservoir level before you turn to the monitor.",
    "Smooth wean. Well timed.",
    "You anticipated the drop in pressure. Keep doing that.",
    "Say out loud what you are about to do.",
    "Very tidy circuit. Nothing to add.",
    "A long case, handled with patience.",
    "Your gas management has come on a great deal.",
    "We talked about venous drainage afterwards; read up on it before the next one.",
    "Good decision to ask early.",
    "Cardioplegia doses were on time without a reminder.",
    "Safe and steady.",
    "Next time write the times down as you go.",
];

pub const RETURNS: [(&str, &str); 7] = [
    ("detail-missing", "Please add the cardioplegia that we used."),
    ("detail-wrong", "The bypass time is longer than the pump record says. Please check."),
    ("unclear", "Did you run the wean yourself? I remember taking over for a while."),
    ("evidence-missing", "Please attach the photo of the circuit set-up that we took."),
    ("detail-wrong", "We cooled further than this. Look at the chart again."),
    ("detail-missing", ""),
    ("unclear", "Which part did you play before the clamp came off?"),
];

pub const REFLECTIONS: [&str; 8] = [
    "I was slower to respond to the falling level than I would like. Next time I will agree with the \
     assistant beforehand who calls it.",
    "Coming off went better than last week because I asked for the plan in good time.",
    "I learnt how differently two surgeons want the field vented. I will ask at the briefing.",
    "The hand-over in the middle of the case was short. I want a list of five things that I always say.",
    "I felt sure of the priming for the first time. The checklist on the wall really does help.",
    "Cooling took longer than planned and I stayed calm. I should read about the gradients again.",
    "I talked too little today. Nobody could know what I was thinking about the pressures.",
    "A quiet case. I used the time to explain the circuit to the student, which showed me what I do not know.",
];

/// What somebody on any programme may write of a day's work.
pub const ACCOUNTS: [&str; 6] = [
    "I explained each step before I began it, and the recording went better for it. Next time I check the room \
     before I call anybody in.",
    "I asked for help early. We went through the findings together afterwards, and I wrote down what I would do \
     by myself next time.",
    "The first attempt had too much noise on it. I repeated it after going through the checklist, and I know now \
     what to look at first.",
    "I prepared with the guideline of the department and found two places where I do it differently. We talked \
     about both.",
    "I led this one with my supervisor near. Handing over took longer than it should; I want a list for it.",
    "I compared my report with my supervisor’s. We agreed on the main finding and differed in how sure we were.",
];

pub const INCIDENTS: [&str; 5] = [
    "Air seen in the venous line after a kinked cannula; straightened and de-aired, no harm.",
    "Cardioplegia line was clamped at the first dose; noticed at once and opened.",
    "Gas blender alarm, cause was a loose connector. Second oxygen source was ready.",
    "Heater cooler slow to respond; changed to the spare unit before rewarming.",
    "Activated clotting time came back late; waited before going on.",
];

pub const CIRCUITS: [&str; 5] = [
    "Halden HX, coated",
    "Corvane six, closed reservoir",
    "Halden HX mini",
    "Brisewell adult set",
    "Corvane child set",
];

/// Type, title, what was learnt, what it changed.
pub const ACTIVITIES: [(&str, &str, &str, &str); 11] = [
    (
        "formal",
        "Autumn meeting on mechanical support",
        "How three units choose between devices, and why they differ.",
        "We added two questions to our own referral form.",
    ),
    (
        "work-based",
        "Journal club: goal-directed perfusion",
        "What oxygen delivery on bypass is worth measuring.",
        "We now chart it in every long case.",
    ),
    (
        "professional",
        "Taught blood gas interpretation to new starters",
        "Where beginners lose the thread.",
        "New starters meet the analyser with a one-page guide.",
    ),
    (
        "self-directed",
        "Read on anticoagulation monitoring",
        "The limits of the bedside test.",
        "I ask the laboratory sooner.",
    ),
    (
        "work-based",
        "Shadowed the blood conservation team",
        "How much is lost before we are called.",
        "Cell salvage is set up earlier for second operations.",
    ),
    (
        "formal",
        "Course: human factors in theatre",
        "Closed-loop communication under stress.",
        "We repeat heparin and protamine back every time.",
    ),
    (
        "self-directed",
        "Online module on statistics for audit",
        "Run charts instead of monthly averages.",
        "Our audit shows change as it happens.",
    ),
    (
        "professional",
        "Reviewed a poster for the regional day",
        "How to say a thing in forty words.",
        "Our own posters have become shorter.",
    ),
    (
        "work-based",
        "Audit of filter changes",
        "Two of three changes were avoidable.",
        "We dropped a routine change and kept the check.",
    ),
    (
        "formal",
        "Workshop on paediatric circuits",
        "How little priming volume can be.",
        "I prepared our small-circuit trolley anew.",
    ),
    (
        "self-directed",
        "Read the new standards of proficiency",
        "What changed about supervision and candour.",
        "I wrote my own list of what to evidence.",
    ),
];

pub const DOCUMENTS: [(&str, &str); 4] = [
    ("Degree certificate, BSc", "qualification"),
    ("Letter of appointment as a trainee", "letter"),
    ("Statement of occupational health clearance", "statement"),
    ("Certificate of life support training", "qualification"),
];
