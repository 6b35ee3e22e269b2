// Options are named as docs/CONFIGURATION.md and docs/CLUSTER.md name them, and whoever stops a program waits as long as its options make it take.
import { workloads } from "./wiring.mjs";

// Not the product's: .NET's own sections, and variables that are no sections.
const others = [/^(ASPNETCORE|DOTNET|OTEL|STRATUS|POSTGRES)_[A-Z0-9_]+$/, /^Logging__LogLevel__/, /^Kestrel__/];

const patternOf = key => new RegExp(`^${key.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("<n>", "\\d+").replaceAll("<name>", "[^:]+")}$`, "i");

export function optionKeys(model) {
  const patterns = [...model.options.keys()].map(patternOf);
  const errors = [];
  const check = (where, names) => {
    for (const name of names) {
      if (others.some(other => other.test(name)) || patterns.some(pattern => pattern.test(name.replaceAll("__", ":")))) continue;
      errors.push(`${where}: docs/CONFIGURATION.md and docs/CLUSTER.md have no ${name.replaceAll("__", ":")}`);
    }
  };
  for (const { value, name } of model.manifests) if (value.kind === "ConfigMap") check(name, Object.keys(value.data));
  for (const workload of workloads(model)) check(workload.name, (workload.value.spec.template.spec.containers[0].env ?? []).map(({ name }) => name));
  for (const { value, name } of model.secrets) if (value.metadata.name !== "postgres") check(name, Object.keys(value.stringData));
  for (const [service, { environment }] of Object.entries(model.compose.services)) check(`compose.yaml: ${service}`, Object.keys(environment ?? {}));
  check("settings.env", Object.keys(model.composeSettings));
  return errors;
}

// hh:mm:ss.fff or d.hh:mm:ss
function seconds(text) {
  const [, days, hours, minutes, rest] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text);
  return (((Number(days ?? 0) * 24) + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest);
}

// DrainService.Longest of src/Edge: notice, pace, the last peer's time to answer, and two seconds.
function longestDrain(model, settings) {
  const of = name => seconds(settings[`Edge__Times__${name}`] ?? model.options.get(`Edge:Times:${name}`));
  return of("DrainNotice") + of("DrainPace") + of("CloseTimeout") + 2;
}

export function gracePeriods(model) {
  const errors = [];
  const settings = model.manifests.find(({ value }) => value.kind === "ConfigMap")?.value.data ?? {};
  const edge = workloads(model).find(({ value }) => value.metadata.name === "edge");
  const pod = edge.value.spec.template.spec;
  const takes = (pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0) + longestDrain(model, settings);
  if (pod.terminationGracePeriodSeconds <= takes) errors.push(`${edge.name}: an edge may take ${takes} s to stop, terminationGracePeriodSeconds is ${pod.terminationGracePeriodSeconds}`);
  for (const [name, service] of Object.entries(model.compose.services)) {
    if (!name.startsWith("edge")) continue;
    const longest = longestDrain(model, { ...model.composeSettings, ...service.environment });
    if (Number.parseInt(service.stop_grace_period, 10) <= longest) errors.push(`compose.yaml: ${name} may take ${longest} s to stop, stop_grace_period is ${service.stop_grace_period}`);
  }
  return errors;
}
