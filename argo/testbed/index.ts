export { findBinaries } from './find-binaries.ts';
export { MemoryCluster } from './memory-cluster.ts';
export { startControllerDouble } from './start-controller.ts';
export { startControlPlane } from './start-control-plane.ts';
export type { ControlPlane } from './start-control-plane.ts';
