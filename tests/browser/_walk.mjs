import { demo } from "./kit.mjs";
import { open, shutDown } from "./browser.mjs";
