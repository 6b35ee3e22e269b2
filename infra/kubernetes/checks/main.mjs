// main.mjs ROOT [RENDERED...]: every check over the files of ROOT, or over what kustomize has made of them.
import { load } from "./model.mjs";
import { mutations } from "./mutations.mjs";
import { fields, schemas } from "./schema.mjs";
import { gracePeriods, optionKeys } from "./settings.mjs";
import { hardening, ports, references, selectors } from "./wiring.mjs";

const [root, ...rendered] = process.argv.slice(2);
const checks = {
  schemas: model => schemas([...model.manifests, ...model.secrets]),
  fields: model => fields([...model.manifests, ...model.secrets]),
  selectors, ports, hardening, references, optionKeys, gracePeriods,
};
let failed = 0;

if (rendered.length === 0) {
  for (const [name, what, break_] of mutations) {
    const model = load(root, rendered);
    const before = new Set(await checks[name](model));
    break_(model);
    if (!(await checks[name](model)).some(error => !before.has(error))) {
      console.error(`validate: the check "${name}" does not notice ${what}`);
      failed++;
    }
  }
  console.log(`validate: ${mutations.length} deliberate faults, ${mutations.length - failed} noticed`);
}

const model = load(root, rendered);
for (const [name, check] of Object.entries(checks)) {
  for (const error of await check(model)) {
    console.error(`validate: ${name}: ${error}`);
    failed++;
  }
}

const objects = model.manifests.length + model.secrets.length;
console.log(`validate: ${objects} objects${model.rendered ? " as rendered" : ""}, ${Object.keys(checks).length} checks: ${failed === 0 ? "nothing wrong" : `${failed} faults`}`);
process.exitCode = failed === 0 ? 0 : 1;
