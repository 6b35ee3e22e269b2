// A check must be able to fail: each row breaks the manifests in one way and names the check that has to say so.
const of = (model, kind, name) => model.manifests.find(({ value }) => value.kind === kind && value.metadata.name === name).value;
const pod = (model, name) => of(model, "Deployment", name).spec.template.spec;

export const mutations = [
  ["schemas", "a number as text", m => { of(m, "Deployment", "edge").spec.minReadySeconds = "ten"; }],
  ["schemas", "a required field is missing", m => { delete of(m, "Deployment", "edge").spec.selector; }],
  ["schemas", "a kind that is not there", m => { of(m, "PodDisruptionBudget", "edge").apiVersion = "policy/v2"; }],
  ["fields", "a field with a slip in it", m => { pod(m, "edge").terminationGracePeriodSecond = 3; }],
  ["fields", "a field in the wrong place", m => { pod(m, "silo").containers[0].runAsNonRoot = true; }],
  ["selectors", "a service with another label", m => { of(m, "Service", "edge").spec.selector["app.kubernetes.io/name"] = "egde"; }],
  ["selectors", "a service that selects all", m => { of(m, "Service", "edge").spec.selector = { "app.kubernetes.io/part-of": "stratus" }; }],
  ["selectors", "pods without the selector's label", m => { of(m, "Deployment", "silo").spec.template.metadata.labels = { "app.kubernetes.io/part-of": "stratus" }; }],
  ["selectors", "a budget of the other workload", m => { of(m, "PodDisruptionBudget", "edge").spec.selector = of(m, "PodDisruptionBudget", "silo").spec.selector; }],
  ["selectors", "another namespace", m => { of(m, "Service", "silo").metadata.namespace = "default"; }],
  ["selectors", "an autoscaler of nothing", m => { of(m, "HorizontalPodAutoscaler", "edge").spec.scaleTargetRef.name = "edges"; }],
  ["ports", "a target port that is not there", m => { of(m, "Service", "edge").spec.ports[0].targetPort = "web"; }],
  ["ports", "a probe of another port", m => { pod(m, "edge").containers[0].livenessProbe.httpGet.port = "gateway"; }],
  ["ports", "ready is not alive", m => { pod(m, "edge").containers[0].livenessProbe.httpGet.path = "/readyz"; }],
  ["ports", "another gateway port", m => { of(m, "ConfigMap", "settings").data.Cluster__GatewayPort = "30001"; }],
  ["ports", "a policy for a port that is not there", m => { of(m, "NetworkPolicy", "silo").spec.ingress[0].ports[0].port = "orleans"; }],
  ["hardening", "root", m => { pod(m, "edge").securityContext.runAsNonRoot = false; }],
  ["hardening", "another user", m => { pod(m, "silo").securityContext.runAsUser = 1000; }],
  ["hardening", "a writable image", m => { pod(m, "silo").containers[0].securityContext.readOnlyRootFilesystem = false; }],
  ["references", "a map that is not there", m => { pod(m, "silo").containers[0].envFrom[0].configMapRef.name = "setting"; }],
  ["references", "the connection elsewhere", m => { of(m, "ConfigMap", "settings").data.Cluster__PostgreSql__ConnectionStringFile = "/run/secrets/connection"; }],
  ["references", "another version", m => { m.version = "99.0.0"; }],
  ["references", "a file that nobody lists", m => { m.folders[0].files.push("forgotten.yaml"); }],
  ["optionKeys", "an option that is not there", m => { of(m, "ConfigMap", "settings").data.Channels__Namespaces__chat__HistorySizes = "1"; }],
  ["optionKeys", "an option of compose that is not there", m => { m.compose.services["edge-1"].environment.Edge__Time__Handshake = "1"; }],
  ["gracePeriods", "too little time to drain", m => { pod(m, "edge").terminationGracePeriodSeconds = 20; }],
  ["gracePeriods", "a longer drain", m => { of(m, "ConfigMap", "settings").data.Edge__Times__DrainPace = "00:01:00"; }],
  ["gracePeriods", "compose stops too soon", m => { m.compose.services["edge-2"].stop_grace_period = "10s"; }],
];
