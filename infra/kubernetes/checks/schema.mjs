// Kubernetes' own schemas (npm: kubernetes-models), twice: as compiled JSON schema for types and required fields, and as
// TypeScript types, because a JSON schema of Kubernetes accepts fields that do not exist and the compiler does not.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));

const moduleOf = ({ apiVersion, kind }) => `kubernetes-models/${apiVersion}/${kind}`;

export async function schemas(documents) {
  const errors = [];
  for (const { value, name } of documents) {
    try {
      const model = (await import(moduleOf(value)))[value.kind];
      new model(value).validate();
    } catch (error) {
      errors.push(error.code === "ERR_MODULE_NOT_FOUND" || error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED"
        ? `${name}: Kubernetes has no ${value.apiVersion} ${value.kind}` : `${name}: ${error.message}`);
    }
  }
  return errors;
}

export function fields(documents) {
  const path = join(here, "manifests.ts");
  const starts = [];
  let text = "";
  for (const { value, name } of documents) {
    starts.push({ at: text.length, name });
    text += `export const a${starts.length}: import("${moduleOf(value)}").I${value.kind} = ${JSON.stringify(value, null, 1)};\n`;
  }
  writeFileSync(path, text);
  const program = ts.createProgram([path], {
    strict: true, noEmit: true, skipLibCheck: true, types: [],
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const owner = starts.findLast(({ at }) => at <= start)?.name ?? path;
    // The last line of a chain of messages is the one about the field.
    return `${owner}: ${ts.flattenDiagnosticMessageText(messageText, "\n").split("\n").at(-1).trim()}`;
  });
}
