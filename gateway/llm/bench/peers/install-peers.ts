import { mkdir, rm, writeFile } from 'node:fs/promises';
import { folderOf, isInstalled, markerOf, PEERS } from './installed-peers.ts';

/**
 * `npm run bench -- llm --install`: installs LiteLLM from PyPI (needs `python3` with venv; about 700 MB) and Portkey's gateway from npm, under
 * `.aether/peers/`, outside the lock file. What is there already stays.
 */
export async function installPeers(say: (line: string) => void): Promise<void> {
  for (const peer of PEERS) {
    if (isInstalled(peer)) continue;
    const folder = folderOf(peer);
    say(`installing ${peer.name} ${peer.version} under ${folder} …`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await peer.install(folder);
    await writeFile(markerOf(peer), '');
  }
}
