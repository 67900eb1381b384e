//! What must hold for every page: it is well-formed, has one heading of the first rank, every field has
//! a label, every reference by id leads somewhere, and nothing is inline that the policy would refuse.

use std::collections::BTreeMap;

/// Elements that have no end tag.
const VOID: &[&str] = &["meta", "link", "input", "br", "img", "hr", "source", "col", "wbr"];

#[derive(Debug, Clone)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The text inside, of all children together.
    text: String,
    inside: Vec<String>,
}

/// Everything wrong with this page, a sentence each.
pub fn complaints(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    let elements = read(html, &mut said);
    structure(&elements, &mut said);
    references(&elements, &mut said);
    fields(&elements, &mut said);
    inline(&elements, &mut said);
    said
}

fn read(html: &str, said: &mut Vec<String>) -> Vec<Element> {
    let mut done: Vec<Element> = Vec::new();
    let mut open: Vec<Element> = Vec::new();
    let mut rest = html.trim_start().strip_prefix("<!DOCTYPE html>").unwrap_or_else(|| {
        said.push("does not begin with <!DOCTYPE html>".to_owned());
        html
    });
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        for element in &mut open {
            element.text.push_str(text);
        }
        let Some(end) = end_of_tag(tail) else {
            said.push(format!("a tag does not end: {}", tail.chars().take(60).collect::<String>()));
            break;
        };
        let (tag, after) = tail.split_at(end + 1);
        rest = after;
        if tag.starts_with("<!--") {
            continue;
        }
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim().to_owned();
            match open.pop() {
                Some(element) if element.name == name => done.push(element),
                Some(element) => said.push(format!("<{}> is ended by </{name}>", element.name)),
                None => said.push(format!("</{name}> ends nothing")),
            }
            continue;
        }
        let inside = open.iter().map(|element| element.name.clone()).collect();
        let element = element(tag, inside, said);
        match VOID.contains(&element.name.as_str()) || tag.ends_with("/>") {
            true => done.push(element),
            false => open.push(element),
        }
    }
    for element in open {
        said.push(format!("<{}> is never ended", element.name));
    }
    done
}

/// The `>` that is not inside a quoted value.
fn end_of_tag(tail: &str) -> Option<usize> {
    let mut quoted = false;
    tail.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn element(tag: &str, inside: Vec<String>, said: &mut Vec<String>) -> Element {
    let body = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    let (name, mut rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let name_ends = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, tail) = rest.split_at(name_ends);
        let (value, tail) = match tail.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", tail),
        };
        if attributes.insert(key.to_owned(), value.to_owned()).is_some() {
            said.push(format!("<{name}> has {key} twice"));
        }
        if tail.starts_with(|c: char| !c.is_whitespace()) {
            said.push(format!("<{name}>: no space after {key}"));
        }
        rest = tail;
    }
    Element { name: name.to_owned(), attributes, text: String::new(), inside }
}

fn structure(elements: &[Element], said: &mut Vec<String>) {
    let all = |name: &str| elements.iter().filter(|e| e.name == name).collect::<Vec<_>>();
    for once in ["h1", "main", "title", "html"] {
        let found = all(once).len();
        if found != 1 {
            said.push(format!("{found} times <{once}>"));
        }
    }
    let heading = all("h1").iter().map(|e| e.text.trim().to_owned()).collect::<String>();
    if heading.is_empty() {
        said.push("the first heading says nothing".to_owned());
    }
    for e in elements.iter().filter(|e| e.name == "a" || e.name == "button") {
        if e.text.trim().is_empty() && !e.attributes.contains_key("aria-label") {
            said.push(format!("a {} says nothing: {:?}", e.name, e.attributes));
        }
        if e.name == "button" && !e.attributes.contains_key("type") && !e.inside.contains(&"form".to_owned())
        {
            let toggles = e.attributes.contains_key("aria-expanded");
            said.extend((!toggles).then(|| format!("a button outside a form without a type: {}", e.text)));
        }
        if e.inside.iter().any(|outer| outer == "a" || outer == "button") {
            said.push(format!("a {} is inside another link or button", e.name));
        }
    }
    if elements.iter().any(|e| e.name == "form" && e.inside.contains(&"form".to_owned())) {
        said.push("a form is inside a form".to_owned());
    }
}

fn references(elements: &[Element], said: &mut Vec<String>) {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for id in elements.iter().filter_map(|e| e.attributes.get("id")) {
        *ids.entry(id).or_default() += 1;
    }
    said.extend(
        ids.iter().filter(|(_, times)| **times > 1).map(|(id, _)| format!("the id {id} is there twice")),
    );
    for e in elements {
        for key in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
            for id in e.attributes.get(key).into_iter().flat_map(|value| value.split_whitespace()) {
                if !ids.contains_key(id) {
                    said.push(format!("<{}> {key}={id} leads nowhere", e.name));
                }
            }
        }
        if let Some(id) = e.attributes.get("href").and_then(|href| href.strip_prefix('#')) {
            let is_field = elements.iter().any(|e| e.attributes.get("name").is_some_and(|n| n == id));
            said.extend(
                (is_field && !ids.contains_key(id))
                    .then(|| format!("the link to #{id} does not lead to its field")),
            );
        }
    }
}

fn fields(elements: &[Element], said: &mut Vec<String>) {
    let labelled: Vec<&str> = elements
        .iter()
        .filter(|e| e.name == "label" && !e.text.trim().is_empty())
        .filter_map(|e| e.attributes.get("for"))
        .map(String::as_str)
        .collect();
    for e in elements.iter().filter(|e| ["input", "select", "textarea"].contains(&e.name.as_str())) {
        let attribute = |key: &str| e.attributes.get(key).map_or("", String::as_str);
        let named = labelled.contains(&attribute("id")) || e.attributes.contains_key("aria-label");
        if attribute("type") != "hidden" && !named {
            said.push(format!("the field {} has no label", attribute("name")));
        }
    }
    let with =
        |name: &str| elements.iter().filter(|e| e.attributes.get("name").is_some_and(|n| n == name)).count();
    let posts = elements.iter().filter(|e| e.attributes.get("method").is_some_and(|m| m == "post")).count();
    if with("csrf") != posts || with("key") != posts {
        said.push(format!("{posts} forms post, {} carry a token and {} a key", with("csrf"), with("key")));
    }
    for e in elements.iter().filter(|e| e.name == "img" && !e.attributes.contains_key("alt")) {
        said.push(format!("a picture without words: {:?}", e.attributes.get("src")));
    }
    for e in elements.iter().filter(|e| e.name == "fieldset") {
        let legends = elements
            .iter()
            .filter(|l| l.name == "legend" && l.inside.last().is_some_and(|p| p == "fieldset"));
        if legends.count() < elements.iter().filter(|f| f.name == "fieldset").count() {
            said.push(format!("a fieldset has no legend: {:?}", e.attributes));
        }
    }
}

fn inline(elements: &[Element], said: &mut Vec<String>) {
    for e in elements {
        if e.name == "style" || e.attributes.contains_key("style") {
            said.push(format!("<{}> has an inline style", e.name));
        }
        if e.name == "script" && (!e.text.trim().is_empty() || !e.attributes.contains_key("src")) {
            said.push("a script is inline".to_owned());
        }
        if let Some(on) = e.attributes.keys().find(|key| key.starts_with("on")) {
            said.push(format!("<{}> has {on}", e.name));
        }
        // A source that a programme names may be followed by whoever asks for it; nothing is fetched.
        let source = e.name == "a" && e.attributes.get("rel").is_some_and(|rel| rel == "noreferrer");
        for address in ["src", "href", "action"].iter().filter_map(|key| e.attributes.get(*key)) {
            if source && address.starts_with("http") {
                continue;
            }
            // A source may be linked, as long as it is not told where the reader came from.
            let source = e.name == "a" && e.attributes.get("rel").is_some_and(|rel| rel == "noreferrer");
            let outside = address.starts_with("http") && !source;
            if outside || address.starts_with("//") || address.starts_with("javascript") {
                said.push(format!("<{}> leads out of the house: {address}", e.name));
            }
        }
    }
}

#[test]
fn a_bad_page_is_complained_about() {
    let page =
        |body: &str| format!("<!DOCTYPE html><html><title>t</title><main><h1>h</h1>{body}</main></html>");
    assert_eq!(complaints(&page("<p>good</p>")), Vec::<String>::new());
    for (bad, says) in [
        ("<p>never ended", "is ended by"),
        ("<h1>second</h1>", "2 times <h1>"),
        ("<input name=\"x\" id=\"x\">", "no label"),
        ("<p style=\"color: red\">x</p>", "inline style"),
        ("<script>x</script>", "inline"),
        ("<button type=\"button\" onclick=\"x\">x</button>", "onclick"),
        ("<form method=\"post\"></form>", "carry a token"),
        ("<p id=\"a\">x</p><p id=\"a\">y</p>", "twice"),
        ("<p aria-describedby=\"nowhere\">x</p>", "leads nowhere"),
        ("<a href=\"https://x.org\">x</a>", "out of the house"),
        ("<a href=\"/x\"></a>", "says nothing"),
        ("<fieldset></fieldset>", "no legend"),
        ("<img src=\"/x.png\">", "without words"),
    ] {
        let found = complaints(&page(bad));
        assert!(found.iter().any(|sentence| sentence.contains(says)), "{bad}: {found:?}");
    }
}
