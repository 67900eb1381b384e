//! The stylesheet, the script and the pictures, as `build.rs` made them. Each address holds a hash of
//! the content, so a browser may keep what it has for ever, and what is not listed here is not served.

/// One file for browsers. `br` and `gz` are absent where compression would not make it smaller.
#[derive(Debug)]
pub struct Asset {
    /// The whole path of the address: `/static/app.1f2e3d4c5b6a7988.css`.
    pub path: &'static str,
    pub media_type: &'static str,
    /// Hexadecimal, of `bytes`; good as an entity tag.
    pub hash: &'static str,
    pub bytes: &'static [u8],
    pub br: Option<&'static [u8]>,
    pub gz: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file at this path, which begins with `/static/`.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn text(asset: &Asset) -> String {
        String::from_utf8(asset.bytes.to_vec()).unwrap()
    }

    #[test]
    fn each_listed_address_is_found_and_no_other() {
        for asset in ASSETS {
            assert_eq!(find(asset.path).unwrap().hash, asset.hash);
            assert!(asset.path.starts_with("/static/") && asset.path.contains(asset.hash), "{}", asset.path);
        }
        for (path, kind) in
            [(CSS_PATH, "text/css"), (JS_PATH, "text/javascript"), (ICON_PATH, "image/svg+xml")]
        {
            assert!(find(path).unwrap().media_type.starts_with(kind), "{path}");
        }
        assert!(find("/static/app.css").is_none());
        assert!(find("/static/../Cargo.toml").is_none());
    }

    #[test]
    fn the_stylesheet_fetches_nothing_from_elsewhere() {
        let css = text(find(CSS_PATH).unwrap());
        assert!(!css.contains("http"), "{}", &css[css.find("http").unwrap()..][..80]);
        assert!(!css.contains("@font-face") && !css.contains("Frutiger"));
        let shown: Vec<&str> = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!shown.is_empty());
        for address in shown.iter().filter(|address| !address.starts_with("data:")) {
            assert!(find(address.trim_matches('"')).is_some(), "{address} is not served");
        }
    }

    #[test]
    fn what_is_served_is_small_and_unpacks_to_itself() {
        let mut sent = 0;
        for asset in ASSETS {
            let pressed = asset.br.unwrap_or(asset.bytes);
            if asset.path == CSS_PATH || asset.path == JS_PATH {
                sent += pressed.len();
            }
            if let Some(gz) = asset.gz {
                let mut plain = Vec::new();
                flate2::read::GzDecoder::new(gz).read_to_end(&mut plain).unwrap();
                assert!(plain == asset.bytes, "{}", asset.path);
            }
            if let Some(br) = asset.br {
                let mut plain = Vec::new();
                brotli::BrotliDecompress(&mut &br[..], &mut plain).unwrap();
                assert!(plain == asset.bytes, "{}", asset.path);
            }
        }
        assert!(
            sent < 70_000,
            "stylesheet and script are {sent} bytes: a first view may have 100 000 in all"
        );
    }
}
