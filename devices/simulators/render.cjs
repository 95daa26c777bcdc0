// Draws labels with a renderer that is not ours. Each input line is a JSON {zpl, png}; each answer line is "ok" or "error ...".
const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { createRequire } = require("node:module");

const modules = path.resolve(process.argv[2]);
const renderer = createRequire(path.join(modules, "here.cjs"))(path.join(modules, "zpl-renderer-js"));

async function draw({ zpl, png, width_mm, height_mm, dots_per_mm }) {
  const { api } = await renderer.ready;
  const pages = await api.zplToBase64MultipleAsync(fs.readFileSync(zpl, "utf8"), width_mm, height_mm, dots_per_mm);
  fs.writeFileSync(png + ".part", Buffer.from(pages[0], "base64"));
  fs.renameSync(png + ".part", png);
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      await draw(JSON.parse(line));
      console.log("ok");
    } catch (error) {
      console.log("error " + String(error).replaceAll("\n", " "));
    }
  }
  process.exit(0); // the renderer keeps a timer alive
})();
