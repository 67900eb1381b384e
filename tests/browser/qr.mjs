// Reads the QR codes that our pages draw, as a phone's camera would: the picture is whole, so nothing has to be
// corrected. Byte mode, versions 1 to 9: more than an address of ours needs.

const QUIET = 4;
/** By the two bits of the format: codewords for correction in each block, and blocks, for versions 1 to 9. */
const BLOCKS = {
  1: [[7, 10, 15, 20, 26, 18, 20, 24, 30], [1, 1, 1, 1, 1, 2, 2, 2, 2]],
  0: [[10, 16, 26, 18, 24, 16, 18, 22, 22], [1, 1, 1, 2, 2, 4, 4, 4, 5]],
  3: [[13, 22, 18, 26, 18, 24, 18, 22, 20], [1, 1, 2, 2, 4, 4, 6, 6, 8]],
  2: [[17, 28, 22, 16, 22, 28, 26, 26, 24], [1, 1, 2, 4, 4, 4, 5, 6, 8]],
};
const ALIGNED = { 2: [18], 3: [22], 4: [26], 5: [30], 6: [34], 7: [6, 22, 38], 8: [6, 24, 42], 9: [6, 26, 46] };
const MASKS = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The text of the code on this page, the inline picture of class `pf-qr`. */
export async function scanned(page) {
  const picture = page.locator("svg.pf-qr");
  const side = Number((await picture.getAttribute("viewBox")).split(" ")[2]) - 2 * QUIET;
  const dark = new Set();
  for (const [, x, y] of (await picture.locator("path").getAttribute("d")).matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    dark.add(`${x - QUIET},${y - QUIET}`);
  }
  return read((x, y) => dark.has(`${x},${y}`), side);
}

function read(dark, side) {
  const version = (side - 17) / 4;
  let format = 0;
  const bit = (i, x, y) => (format |= Number(dark(x, y)) << i);
  for (let i = 0; i < 6; i += 1) bit(i, 8, i);
  bit(6, 8, 7), bit(7, 8, 8), bit(8, 7, 8);
  for (let i = 9; i < 15; i += 1) bit(i, 14 - i, 8);
  format ^= 0x5412;
  const [level, mask] = [(format >> 13) & 3, MASKS[(format >> 10) & 7]];
  const bits = [];
  for (let right = side - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < side; step += 1) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? side - 1 - step : step;
        if (!isDrawn(x, y, side, version)) bits.push(Number(dark(x, y)) ^ Number(mask(x, y) === 0));
      }
    }
  }
  const words = [];
  for (let at = 0; at + 8 <= bits.length; at += 8) words.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  return text(untangled(words, BLOCKS[level][0][version - 1], BLOCKS[level][1][version - 1]));
}

/** Finders, timing, alignment, format and version: drawn in every code, no data. */
function isDrawn(x, y, side, version) {
  if (x === 6 || y === 6) return true;
  if ((x < 9 && y < 9) || (x >= side - 8 && y < 9) || (x < 9 && y >= side - 8)) return true;
  if (version >= 7 && ((x >= side - 11 && y < 6) || (y >= side - 11 && x < 6))) return true;
  const at = ALIGNED[version] ?? [];
  const finder = (a, b) => (a === 6 && b === 6) || (a === 6 && b === at.at(-1)) || (a === at.at(-1) && b === 6);
  return at.some((a) => at.some((b) => !finder(a, b) && Math.abs(x - a) <= 2 && Math.abs(y - b) <= 2));
}

function untangled(words, correction, blocks) {
  const short = Math.floor(words.length / blocks) - correction;
  const shorter = blocks - (words.length % blocks);
  const all = Array.from({ length: blocks }, () => []);
  let at = 0;
  for (let i = 0; i <= short; i += 1) {
    for (let block = 0; block < blocks; block += 1) {
      if (i < short || block >= shorter) all[block].push(words[at++]);
    }
  }
  return all.flat();
}

function text(words) {
  const bits = words.map((word) => word.toString(2).padStart(8, "0")).join("");
  if (bits.slice(0, 4) !== "0100") throw new Error(`not in byte mode: ${bits.slice(0, 4)}`);
  const length = parseInt(bits.slice(4, 12), 2);
  const bytes = Array.from({ length }, (_, i) => parseInt(bits.slice(12 + 8 * i, 20 + 8 * i), 2));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
