import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { liteLlm } from './lite-llm.ts';
import type { Peer } from './peer.ts';
import { portkey } from './portkey.ts';

export const PEERS: readonly Peer[] = [liteLlm, portkey];

const folderOfAll = resolve(import.meta.dirname, '../../../../.aether/peers');

/** Each version has a folder of its own. */
export const folderOf = ({ name, version }: Peer): string => join(folderOfAll, `${name.toLowerCase()}-${version}`);

/** Written when the installation has come to its end. */
export const markerOf = (peer: Peer): string => join(folderOf(peer), 'installed');

export const isInstalled = (peer: Peer): boolean => existsSync(markerOf(peer));
