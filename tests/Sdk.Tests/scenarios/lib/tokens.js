// JSON Web Tokens, as an application's backend makes them.
import { createHmac } from 'node:crypto';

/** The secret of the edges under test. */
export const SECRET = 'a secret of these tests, longer than 32 octets';

const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with these claims. */
export function makeToken(claims, { secret = SECRET, algorithm = 'HS256' } = {}) {
  const signed = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  const signature = algorithm === 'none' ? '' : createHmac('sha256', secret).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}
