// Builds src/kith/static/kith from the sources here. The built files are committed; built.json names the sources they came from.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "kith", "static", "kith");
const fonts = join(here, "node_modules", "@fontsource", "atkinson-hyperlegible", "files");

/** Every source file, sorted by its path with forward slashes (kith/design/built.py walks the same way). */
function sources(folder = here) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .flatMap((entry) =>
      entry.isDirectory() ? sources(join(folder, entry.name)) : [relative(here, join(folder, entry.name))],
    )
    .map((path) => path.split(sep).join("/"))
    .sort();
}

/** One sha256 over the path and content of every source. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of sources()) hash.update(`${path}\0`).update(readFileSync(join(here, path))).update("\0");
  return hash.digest("hex");
}

async function css() {
  const sheet = compile(join(here, "sass", "kith.scss"), { style: "compressed", quietDeps: true });
  const small = await transform(sheet.css, { loader: "css", minify: true, target: ["safari15", "chrome100", "firefox100"] });
  writeFileSync(join(out, "kith.css"), small.code);
}

async function js() {
  await build({
    entryPoints: ["kith.js", "ballot.js"].map((name) => join(here, "modules", name)),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2021",
    legalComments: "none",
    outdir: out,
  });
}

function assets() {
  mkdirSync(join(out, "fonts"), { recursive: true });
  cpSync(join(fonts, "atkinson-hyperlegible-latin-400-normal.woff2"), join(out, "fonts", "atkinson-regular.woff2"));
  cpSync(join(fonts, "atkinson-hyperlegible-latin-700-normal.woff2"), join(out, "fonts", "atkinson-bold.woff2"));
  cpSync(join(here, "assets"), out, { recursive: true });
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
assets();
await Promise.all([css(), js()]);
writeFileSync(join(out, "built.json"), `${JSON.stringify({ sources: fingerprint() }, null, 2)}\n`);
