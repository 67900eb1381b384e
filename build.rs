//! Makes the files that a browser fetches: one stylesheet, one script and a few pictures, each under
//! a name that holds its content's hash, with its compressed forms beside it. The NHS design system
//! comes from npm, is never kept in git, and loses what must not leave the house: its remote fonts.
//! Two files and not more, because each further request costs a phone in a corridor a round trip.
//! `NHSUK_DIST` names an unpacked `nhsuk-frontend/dist/nhsuk` where there is no npm to ask.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// One sentence for the person at the terminal; cargo prints it as the error.
type Made<T> = Result<T, String>;

struct Sheet {
    name: String,
    bytes: Vec<u8>,
}

fn main() -> ExitCode {
    for watched in ["build.rs", "static/package-lock.json", "static/css", "static/js", "static/images"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rerun-if-env-changed=NHSUK_DIST");
    match make_everything() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("cargo::error={}", sentence.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn make_everything() -> Made<()> {
    let home = folder_from("CARGO_MANIFEST_DIR")?.join("static");
    let out = folder_from("OUT_DIR")?;
    let nhsuk = nhsuk_frontend(&home)?;

    let pictures = Pictures::of(&home.join("images"), &nhsuk.join("assets/images"))?;
    let (css, used) = stylesheet(&nhsuk, &home.join("css"), &pictures)?;
    let mut sheets = vec![
        Sheet { name: "app.css".into(), bytes: css.into_bytes() },
        Sheet { name: "app.js".into(), bytes: script(&nhsuk, &home.join("js"))?.into_bytes() },
    ];
    sheets.extend(used);

    let folder = out.join("assets");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{} cannot be emptied: {e}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    write(&out.join("assets.rs"), listing(&folder, &sheets)?.as_bytes())
}

/// Where the unpacked design system is, fetched first when the lock file is newer than what is there.
fn nhsuk_frontend(home: &Path) -> Made<PathBuf> {
    if let Some(given) = env::var_os("NHSUK_DIST") {
        let given = PathBuf::from(given);
        return match given.join("nhsuk-frontend.min.css").is_file() {
            true => Ok(given),
            false => Err(format!("NHSUK_DIST is {}, which holds no nhsuk-frontend.min.css", given.display())),
        };
    }
    let changed = |path: PathBuf| fs::metadata(path).and_then(|m| m.modified()).ok();
    let lock = changed(home.join("package-lock.json"));
    let installed = changed(home.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < lock {
        install(home)?;
    }
    Ok(home.join("node_modules/nhsuk-frontend/dist/nhsuk"))
}

fn install(home: &Path) -> Made<()> {
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(home)
        .output();
    match npm {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(format!(
            "`npm ci` in static/ failed: {}",
            String::from_utf8_lossy(&done.stderr).lines().take(4).collect::<Vec<_>>().join("; ")
        )),
        Err(why) if why.kind() == ErrorKind::NotFound => Err(
            "npm is missing, and the NHS design system comes from it: install Node 20.9 or newer with npm \
             (`sudo apt-get install nodejs npm` where Debian has it), or set NHSUK_DIST to an unpacked \
             nhsuk-frontend/dist/nhsuk"
                .into(),
        ),
        Err(why) => Err(format!("npm cannot be started: {why}")),
    }
}

/// Our pictures and theirs, by file name, with the address that each gets.
struct Pictures {
    all: Vec<(Sheet, Origin)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Ours,
    Nhsuk,
}

impl Pictures {
    fn of(ours: &Path, nhsuk: &Path) -> Made<Pictures> {
        let mut all = Vec::new();
        for (folder, origin) in [(ours, Origin::Ours), (nhsuk, Origin::Nhsuk)] {
            for path in files(folder, &["svg", "png", "ico"])? {
                let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                all.push((Sheet { name: file_name(&path), bytes }, origin));
            }
        }
        Ok(Pictures { all })
    }

    /// The stylesheet with every picture at its hashed address, and the pictures to serve: all of
    /// ours, and of theirs those that the stylesheet shows (never the NHS marks).
    fn placed_in(&self, mut css: String) -> (String, Vec<Sheet>) {
        let mut served = Vec::new();
        for (picture, origin) in &self.all {
            let place = match origin {
                Origin::Ours => format!("../images/{}", picture.name),
                Origin::Nhsuk => format!("/assets/images/{}", picture.name),
            };
            let shown = css.contains(&place);
            css = css.replace(&place, &address(picture));
            if shown || *origin == Origin::Ours {
                served.push(Sheet { name: picture.name.clone(), bytes: picture.bytes.clone() });
            }
        }
        (css, served)
    }
}

fn stylesheet(nhsuk: &Path, ours: &Path, pictures: &Pictures) -> Made<(String, Vec<Sheet>)> {
    let mut css = without_remote_fonts(&read(&nhsuk.join("nhsuk-frontend.min.css"))?)?;
    for path in files(ours, &["css"])? {
        css.push('\n');
        css.push_str(&read(&path)?);
    }
    let (css, served) = pictures.placed_in(without_comments(&css));
    for stray in ["url(http", "url(\"http", "url('http", "url(//", "/assets/images/", "../images/", "@import"]
    {
        if let Some(at) = css.find(stray) {
            let shown: String = css.get(at..).unwrap_or_default().chars().take(80).collect();
            return Err(format!("the stylesheet would fetch what we do not serve: {shown}"));
        }
    }
    Ok((css, served))
}

/// Frutiger is licensed for NHS services only and would be fetched from a host that is not ours.
fn without_remote_fonts(css: &str) -> Made<String> {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, from)) = rest.split_once("@font-face{") {
        let (rule, after) = from.split_once('}').ok_or("a @font-face rule of nhsuk-frontend has no end")?;
        kept.push_str(before);
        if !rule.contains("//") {
            let _ = write!(kept, "@font-face{{{rule}}}");
        }
        rest = after;
    }
    kept.push_str(rest);
    Ok(kept.replace("Frutiger W01,", ""))
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, after)| after))
}

/// Their module becomes a value named `nhsuk`; each file of ours runs after it in a scope of its own.
fn script(nhsuk: &Path, ours: &Path) -> Made<String> {
    let theirs = read(&nhsuk.join("nhsuk-frontend.min.js"))?;
    let strange =
        || "nhsuk-frontend.min.js no longer ends in one export list: teach build.rs its new form".to_owned();
    let (body, exports) = theirs.rsplit_once("export{").ok_or_else(strange)?;
    let (exports, _) = exports.split_once('}').ok_or_else(strange)?;
    let offered: Vec<String> = exports
        .split(',')
        .map(|one| match one.split_once(" as ") {
            Some((inside, outside)) => format!("{}:{}", outside.trim(), inside.trim()),
            None => one.trim().to_owned(),
        })
        .collect();
    let mut js = format!("const nhsuk=(()=>{{{body}\nreturn{{{}}}}})();\n", offered.join(","));
    for path in files(ours, &["js"])? {
        let text = read(&path)?;
        if let Some(line) = text.lines().find(|l| l.starts_with("import ") || l.starts_with("export ")) {
            return Err(format!("{}: files of static/js are joined and cannot say `{line}`", path.display()));
        }
        let _ = write!(js, "{{\n{text}\n}}\n");
    }
    Ok(js)
}

/// Writes each file with its compressed forms, and gives the Rust text that lists them.
fn listing(folder: &Path, sheets: &[Sheet]) -> Made<String> {
    let mut rust = String::from("pub static ASSETS: &[Asset] = &[\n");
    let mut names = String::new();
    for sheet in sheets {
        let path = address(sheet);
        let file = path.trim_start_matches("/static/");
        write(&folder.join(file), &sheet.bytes)?;
        let br = compressed(folder, file, "br", &sheet.bytes, brotli)?;
        let gz = compressed(folder, file, "gz", &sheet.bytes, gzip)?;
        let _ = writeln!(
            rust,
            "    Asset {{ path: {path:?}, media_type: {:?}, hash: {:?}, bytes: {}, br: {br}, gz: {gz} }},",
            media_type(&sheet.name)?,
            hash(&sheet.bytes),
            include(file),
        );
        if let Some(constant) = match sheet.name.as_str() {
            "app.css" => Some("CSS_PATH"),
            "app.js" => Some("JS_PATH"),
            "favicon.svg" => Some("ICON_PATH"),
            _ => None,
        } {
            let _ = writeln!(names, "pub const {constant}: &str = {path:?};");
        }
    }
    Ok(rust + "];\n" + &names)
}

fn compressed(
    folder: &Path,
    file: &str,
    kind: &str,
    bytes: &[u8],
    press: fn(&[u8]) -> Made<Vec<u8>>,
) -> Made<String> {
    let pressed = press(bytes)?;
    if pressed.len() >= bytes.len() {
        return Ok("None".into());
    }
    let file = format!("{file}.{kind}");
    write(&folder.join(&file), &pressed)?;
    Ok(format!("Some({})", include(&file)))
}

fn brotli(bytes: &[u8]) -> Made<Vec<u8>> {
    let mut pressed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut pressed, &best).map_err(|e| format!("brotli: {e}"))?;
    Ok(pressed)
}

fn gzip(bytes: &[u8]) -> Made<Vec<u8>> {
    let mut press = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    press.write_all(bytes).and_then(|()| press.finish()).map_err(|e| format!("gzip: {e}"))
}

/// `/static/app.1f2e3d4c5b6a7988.css`: a new content is a new address, so the old may be kept for ever.
fn address(sheet: &Sheet) -> String {
    let (stem, kind) = sheet.name.rsplit_once('.').unwrap_or((sheet.name.as_str(), "bin"));
    format!("/static/{stem}.{}.{kind}", hash(&sheet.bytes))
}

/// FNV-1a, 64 bits: it tells contents apart for caches and guards nothing.
fn hash(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{sum:016x}")
}

fn media_type(name: &str) -> Made<&'static str> {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("png") => Ok("image/png"),
        Some("ico") => Ok("image/vnd.microsoft.icon"),
        _ => Err(format!("{name}: no media type is known for this kind of file")),
    }
}

fn include(file: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{file}\"))")
}

/// The files of a folder with one of these endings, by name; a folder that is not there has none.
fn files(folder: &Path, endings: &[&str]) -> Made<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path.extension().is_some_and(|e| endings.iter().any(|known| e == *known)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folder_from(name: &str) -> Made<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("cargo gave no {name}"))
}

fn read(path: &Path) -> Made<String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(match text.rsplit_once("//# sourceMappingURL=") {
        Some((before, _)) => before.to_owned(),
        None => text,
    })
}

fn write(path: &Path, bytes: &[u8]) -> Made<()> {
    fs::write(path, bytes).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}
