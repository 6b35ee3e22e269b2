// Everything that the checks compare, read once: manifests, compose file, Dockerfiles, the documented options.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import YAML from "yaml";

const read = (root, path) => readFileSync(join(root, path), "utf8");

// Documents of a YAML file, with where they stand.
function documents(text, file) {
  return YAML.parseAllDocuments(text, { merge: true }).map((document, index) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
    const value = document.toJS();
    return { file, index, value, name: `${file}: ${value?.kind} ${value?.metadata?.name}` };
  });
}

function kustomization(root, folder) {
  const path = `infra/kubernetes/${folder}`;
  const listed = YAML.parse(read(root, `${path}/kustomization.yaml`));
  const files = readdirSync(join(root, path)).filter(name => name.endsWith(".yaml") && name !== "kustomization.yaml");
  return { path, listed, files };
}

function dockerfile(root, image) {
  const text = read(root, `infra/images/Dockerfile.${image}`);
  return {
    user: /^USER (\d+):/m.exec(text)?.[1],
    ports: (/^EXPOSE (.*)$/m.exec(text)?.[1] ?? "").split(" ").map(Number),
  };
}

// key pattern -> default, from the generated tables of docs/CONFIGURATION.md; those of the cluster, without, from docs/CLUSTER.md.
function options(root) {
  const rows = [...read(root, "docs/CONFIGURATION.md").matchAll(/^\| `([^`]+)`[^|]*\| ([^|]+) \|/gm)];
  const cluster = [...read(root, "docs/CLUSTER.md").matchAll(/`((?:Cluster|Channels):[^`]+)`/g)].map(([, key]) => [key, ""]);
  return new Map([...cluster, ...rows.map(([, key, value]) => [key, value.trim()])]);
}

function envFile(root, path) {
  if (!existsSync(join(root, path))) return {};
  const lines = read(root, path).split("\n").filter(line => line.includes("=") && !line.startsWith("#"));
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

export function load(root, rendered) {
  const folders = ["base", "autoscaling"].map(folder => kustomization(root, folder));
  const files = rendered.length > 0 ? rendered.map(path => ({ path, label: path.split("/").at(-1) }))
    : folders.flatMap(({ path, files: names }) => names.map(name => ({ path: join(root, path, name), label: `${path}/${name}` })));
  const secrets = "infra/kubernetes/secret.example.yaml";
  return {
    rendered: rendered.length > 0,
    folders,
    manifests: files.flatMap(({ path, label }) => documents(readFileSync(path, "utf8"), label)),
    secrets: documents(read(root, secrets), secrets),
    compose: YAML.parse(read(root, "infra/compose/compose.yaml"), { merge: true }),
    composeSettings: envFile(root, "infra/compose/settings.env"),
    dockerfiles: { edge: dockerfile(root, "edge"), silo: dockerfile(root, "silo") },
    options: options(root),
    version: /<Version>(.*)<\/Version>/.exec(read(root, "Directory.Build.props"))[1],
  };
}
