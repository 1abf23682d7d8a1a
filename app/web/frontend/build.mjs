// Bundles src/ into ../static: core.js (what every screen shares), shell.js, one file a screen, loaded when it is opened, and
// viewer.js with viewer.css, which is all of a shared link and of an offline file beside their data.
// Names stay readable. Each file's head names the sources it was made of by their SHA-256, which tests/web compares.

import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const entries = ["core", "shell", "home", "account", "map", "chain", "people", "plan", "review", "proposals", "queries", "import", "portfolio", "conflict", "share", "viewer"];
const generated = new Set(["api.d.ts"]);

/** Every file that decides what is built, by its path with slashes, in order. */
function sources() {
  const found = readdirSync(join(here, "src"), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !generated.has(file.name))
    .map((file) => relative(here, join(file.parentPath ?? file.path, file.name)).split(sep).join("/"));
  return ["build.mjs", "package-lock.json", "package.json", "tsconfig.json", ...found].sort();
}

function hashOfSources() {
  const hash = createHash("sha256");
  for (const name of sources()) {
    const bytes = readFileSync(join(here, name));
    hash.update(`${name}\0${createHash("sha256").update(bytes).digest("hex")}\n`);
  }
  return hash.digest("hex");
}

/** Screens import the shared part and one another as files of their own, so that a browser loads each once. */
const shared = {
  name: "shared",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.{1,2}\/(.*\/)?(core|viewer)$/ }, ({ kind, path }) =>
      kind === "entry-point" ? undefined : { path: `./${path.split("/").at(-1)}.js`, external: true },
    );
    bundler.onResolve({ filter: /^screen:/ }, ({ path }) => ({ path: `./${path.slice(7)}.js`, external: true }));
  },
};

/** The map never moves by a transition of d3's: what d3-zoom asks of them is answered by nothing, and they are not sent. */
const still = {
  name: "still",
  setup(bundler) {
    bundler.onResolve({ filter: /^d3-transition$/ }, () => ({ path: join(here, "src/map/still.ts") }));
  },
};

const present = entries.filter((name) => readdirSync(join(here, "src")).some((file) => file.replace(/\.tsx?$/, "") === name));
const folder = mkdtempSync(join(tmpdir(), "powermap-page-"));
const head = `/* Built by scripts/page from app/web/frontend; sources sha256 ${hashOfSources()} */`;
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: present.map((name) => `./src/${name}`),
  outdir: folder,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  minifyWhitespace: true,
  minifySyntax: true,
  jsx: "transform",
  jsxFactory: "h",
  jsxFragment: "Fragment",
  banner: { js: head },
  metafile: true,
  plugins: [shared, still],
  logLevel: "warning",
});
for (const name of ["shell.css", "viewer.css"]) {
  const style = [name, "presentation.css"].map((each) => readFileSync(join(here, "src", each), "utf8")).join("\n");
  writeFileSync(join(folder, name), `${head}\n${style}`);
}
writeFileSync(join(folder, "LICENSES.txt"), licences(Object.keys(metafile.inputs)));

/** The licences of the packages whose code is in the bundles. */
function licences(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  return [...packages].sort().map((name) => {
    const { version } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
    return `${name} ${version}\n\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8").trim()}\n`;
  }).join("\n----------------------------------------------------------------------\n\n");
}

const made = readdirSync(folder).sort();
if (process.argv.includes("--check")) {
  const kept = readdirSync(out).filter((name) => /\.(js|css|txt)$/.test(name)).sort();
  const differing = [...new Set([...made, ...kept])].filter(
    (name) => !made.includes(name) || !kept.includes(name) || !readFileSync(join(folder, name)).equals(readFileSync(join(out, name))),
  );
  if (differing.length) {
    console.error(`app/web/static is not what its sources make: ${differing.join(", ")}; run scripts/page and commit`);
    process.exit(1);
  }
} else {
  for (const name of made) writeFileSync(join(out, name), readFileSync(join(folder, name)));
}
