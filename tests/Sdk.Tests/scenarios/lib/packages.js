// The packages of package-lock.json. infra/setup-sdk puts them under artifacts/sdk, outside of the tree.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../../artifacts/sdk/', import.meta.url));

/** The public JavaScript SDK, as published. */
export const { Centrifuge, UnauthorizedError } = require('centrifuge');

/** The same, speaking Protobuf. */
export const { Centrifuge: ProtobufCentrifuge } = require('centrifuge/build/protobuf');

/** Node.js 20 and older have no WebSocket of their own. */
export const { WebSocket } = require('ws');
