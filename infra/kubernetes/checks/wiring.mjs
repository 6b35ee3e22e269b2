// What must agree with what, among the manifests and with the images.
const labelsMatch = (selector, labels) => Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);
const podsOf = workload => workload.value.spec.template;
const containerOf = workload => podsOf(workload).spec.containers[0];

export const workloads = model => model.manifests.filter(({ value }) => value.kind === "Deployment");

export function selectors(model) {
  const errors = [];
  const pods = workloads(model);
  const chosen = selector => new Set(pods.filter(p => labelsMatch(selector, podsOf(p).metadata.labels)).map(p => p.value.metadata.name));
  const one = (name, what, selector, own) => {
    const names = chosen(selector);
    if (Object.keys(selector ?? {}).length === 0 || names.size !== 1) errors.push(`${name}: ${what} selects ${[...names].join(", ") || "nothing"}, not one workload`);
    else if (own && !names.has(own)) errors.push(`${name}: ${what} selects ${[...names]}, not ${own}`);
  };
  for (const { value, name } of model.manifests) {
    const { kind, spec, metadata } = value;
    if (kind === "Deployment") {
      one(name, "selector", spec.selector.matchLabels, metadata.name);
      for (const spread of spec.template.spec.topologySpreadConstraints ?? []) one(name, "topology spread", spread.labelSelector.matchLabels, metadata.name);
    } else if (kind === "Service") one(name, "selector", spec.selector, metadata.name);
    else if (kind === "PodDisruptionBudget") one(name, "selector", spec.selector.matchLabels, metadata.name);
    else if (kind === "HorizontalPodAutoscaler") {
      if (!pods.some(p => p.value.metadata.name === spec.scaleTargetRef.name)) errors.push(`${name}: there is no ${spec.scaleTargetRef.name} to scale`);
    } else if (kind === "NetworkPolicy") {
      one(name, "podSelector", spec.podSelector.matchLabels, metadata.name);
      for (const peer of spec.ingress.flatMap(rule => rule.from ?? [])) one(name, "a peer", peer.podSelector.matchLabels);
    }
    if (kind !== "Namespace" && metadata.namespace !== "stratus") errors.push(`${name}: is in namespace ${metadata.namespace}`);
  }
  for (const pod of pods) {
    const named = model.manifests.some(({ value }) => value.kind === "PodDisruptionBudget" && labelsMatch(value.spec.selector.matchLabels, podsOf(pod).metadata.labels));
    if (!named) errors.push(`${pod.name}: has no PodDisruptionBudget`);
  }
  return errors;
}

export function ports(model) {
  const errors = [];
  for (const workload of workloads(model)) {
    const container = containerOf(workload);
    const declared = new Map((container.ports ?? []).map(port => [port.name, port.containerPort]));
    const image = model.dockerfiles[container.name];
    if (image && [...declared.values()].join() !== image.ports.join()) errors.push(`${workload.name}: ports ${[...declared.values()]}, the image exposes ${image.ports}`);
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      const get = container[probe]?.httpGet;
      if (!get) errors.push(`${workload.name}: has no ${probe} by HTTP`);
      else {
        if (!declared.has(get.port)) errors.push(`${workload.name}: ${probe} asks port ${get.port}, which is not declared`);
        const path = probe === "readinessProbe" ? "/readyz" : "/healthz";
        if (get.path !== path) errors.push(`${workload.name}: ${probe} asks ${get.path}, not ${path}`);
      }
    }
    for (const { value, name } of model.manifests) {
      const { kind, spec } = value;
      const uses = kind === "Service" && labelsMatch(spec.selector, podsOf(workload).metadata.labels) ? spec.ports.map(port => port.targetPort)
        : kind === "NetworkPolicy" && labelsMatch(spec.podSelector.matchLabels, podsOf(workload).metadata.labels) ? spec.ingress.flatMap(rule => rule.ports.map(port => port.port)) : [];
      for (const port of uses) if (!declared.has(port)) errors.push(`${name}: port ${port} is not one of ${[...declared.keys()].join(", ")}`);
    }
  }
  const settings = model.manifests.find(({ value }) => value.kind === "ConfigMap")?.value.data ?? {};
  const silo = workloads(model).find(({ value }) => value.metadata.name === "silo");
  const of = name => String(containerOf(silo).ports.find(port => port.name === name)?.containerPort);
  if (settings.Cluster__SiloPort !== of("silo")) errors.push(`Cluster__SiloPort is ${settings.Cluster__SiloPort}, the port ${of("silo")}`);
  if (settings.Cluster__GatewayPort !== of("gateway")) errors.push(`Cluster__GatewayPort is ${settings.Cluster__GatewayPort}, the port ${of("gateway")}`);
  return errors;
}

export function hardening(model) {
  const errors = [];
  for (const workload of workloads(model)) {
    const pod = podsOf(workload).spec;
    const container = containerOf(workload);
    const must = (condition, what) => { if (!condition) errors.push(`${workload.name}: ${what}`); };
    must(pod.securityContext?.runAsNonRoot === true, "may run as root");
    must(String(pod.securityContext?.runAsUser) === model.dockerfiles[container.name]?.user, `runs as ${pod.securityContext?.runAsUser}, the image as ${model.dockerfiles[container.name]?.user}`);
    must(pod.securityContext?.seccompProfile?.type === "RuntimeDefault", "has no seccomp profile");
    must(pod.automountServiceAccountToken === false, "gets a token of the cluster's API that it does not need");
    must(container.securityContext?.readOnlyRootFilesystem === true, "can write to its image");
    must(container.securityContext?.allowPrivilegeEscalation === false, "may gain privileges");
    must(container.securityContext?.capabilities?.drop?.includes("ALL"), "keeps capabilities");
    must(container.resources?.requests?.cpu && container.resources?.requests?.memory && container.resources?.limits?.memory, "has no requests or no limit of memory");
    must(container.volumeMounts?.some(mount => mount.mountPath === "/tmp"), "has no /tmp");
  }
  return errors;
}

export function references(model) {
  const errors = [];
  const names = (kind, list) => list.filter(({ value }) => value.kind === kind).map(({ value }) => value);
  const settings = names("ConfigMap", model.manifests);
  const secrets = names("Secret", model.secrets);
  for (const workload of workloads(model)) {
    const pod = podsOf(workload).spec;
    const container = containerOf(workload);
    for (const source of container.envFrom ?? []) {
      const [kind, list] = source.configMapRef ? ["ConfigMap", settings] : ["Secret", secrets];
      const { name } = source.configMapRef ?? source.secretRef;
      if (!list.some(entry => entry.metadata.name === name)) errors.push(`${workload.name}: there is no ${kind} ${name}`);
    }
    for (const { name } of container.volumeMounts) if (!pod.volumes.some(volume => volume.name === name)) errors.push(`${workload.name}: there is no volume ${name}`);
    for (const volume of pod.volumes.filter(({ secret }) => secret)) {
      const secret = secrets.find(entry => entry.metadata.name === volume.secret.secretName);
      const mount = container.volumeMounts.find(({ name }) => name === volume.name)?.mountPath;
      if (!secret) errors.push(`${workload.name}: secret.example.yaml has no Secret ${volume.secret.secretName}`);
      else {
        const file = settings[0]?.data.Cluster__PostgreSql__ConnectionStringFile ?? "";
        if (!Object.keys(secret.stringData).some(key => file === `${mount}/${key}`)) errors.push(`${workload.name}: Cluster__PostgreSql__ConnectionStringFile is ${file}, which no key of the secret below ${mount} is`);
      }
    }
    if (model.rendered && container.image !== `stratus/${container.name}:${model.version}`) errors.push(`${workload.name}: image ${container.image}, the version is ${model.version}`);
  }
  for (const { path, listed, files } of model.folders) {
    for (const file of files) if (!listed.resources.includes(file)) errors.push(`${path}: kustomization.yaml leaves out ${file}`);
    for (const image of listed.images ?? []) if (image.newTag !== model.version) errors.push(`${path}: ${image.name} has tag ${image.newTag}, the version is ${model.version}`);
  }
  return errors;
}
