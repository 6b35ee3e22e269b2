// The application's backend: what the edge asks through its proxies.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts a backend; `answers` has a function for each path, from the request's body (JSON) to the answer's. */
export async function startBackend(answers) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }

    const body = JSON.parse(Buffer.concat(chunks).toString());
    asked.push({ path: request.url, body, headers: request.headers });
    const answer = await answers[request.url](body);
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json' });
    response.end(answer.text ?? JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.on('exit', () => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}
