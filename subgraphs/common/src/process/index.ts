export { connectWires } from './connect-wires.ts';
export type { Wires } from './connect-wires.ts';
export { storeConfig, urlVariable, wireConfig } from './process-config.ts';
export type { StoreConfig, WireConfig } from './process-config.ts';
export { remoteFetch } from './remote-fetch.ts';
export { runService } from './run-service.ts';
export type { ServiceProcess } from './run-service.ts';
export { untilStopped } from './until-stopped.ts';
