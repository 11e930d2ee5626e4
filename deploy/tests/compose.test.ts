import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentsConfig } from '@aether/agents';
import { storeConfig, wireConfig } from '@aether/common/process';
import type { Environment } from '@aether/common/service';
import { executionsConfig } from '@aether/executions';
import { graphqlGatewayConfig } from '@aether/graphql-gateway';
import { identityConfig } from '@aether/identity';
import { intelligenceConfig } from '@aether/intelligence';
import { llmGatewayConfig } from '@aether/llm-gateway';
import { mcpGatewayConfig } from '@aether/mcp-gateway';
import { memoryConfig } from '@aether/memory';
import { SERVICES, type ServiceName } from '@aether/schema';
import { testingConfig } from '@aether/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../local/repository-root.ts';
import { SERVICE_PROCESSES } from '../local/service-processes.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

const composeFile = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        command: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.string()).optional(),
        ports: z.array(z.string()).optional(),
      }),
    ),
  })
  .parse(parse(read('deploy/compose/compose.yaml'), { merge: true }));

/** Started by us, not by an image of somebody else. */
const OTHERS = ['neo4j', 'redis'];
const ours = Object.entries(composeFile.services).filter(([name]) => !OTHERS.includes(name));

const CONFIGS: Readonly<Record<string, (environment: Environment) => unknown>> = {
  'graphql-gateway': graphqlGatewayConfig,
  identity: identityConfig,
  agents: agentsConfig,
  intelligence: intelligenceConfig,
  memory: memoryConfig,
  executions: executionsConfig,
  testing: testingConfig,
  'llm-gateway': llmGatewayConfig,
  'mcp-gateway': mcpGatewayConfig,
};

/** `${NAME:-standard}` and `${NAME:?why}` as compose fills them in: the standard, else a secret as people make it. */
function filled(environment: Readonly<Record<string, string>>): Environment {
  const secret = Buffer.alloc(32, 7).toString('base64');
  const fill = (value: string): string =>
    value.replaceAll(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/gu, (_all, standard?: string) => standard ?? secret);
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

/** Where a process may read a variable: the shared part of all processes, its own config, its entry. */
function sourcesOf(name: ServiceName): string {
  const folder = SERVICE_PROCESSES.find((one) => one.name === name)?.folder ?? '';
  const files = [`${folder}/src/config.ts`, `${folder}/src/main.ts`, 'subgraphs/common/src/process/process-config.ts'];
  return files.map(read).join('\n');
}

describe('compose.yaml', () => {
  test('starts the same processes as the distributed form, and every service of the contract', () => {
    expect(ours.map(([name]) => name).toSorted()).toEqual(Object.keys(SERVICES).toSorted());
    for (const { name, folder } of SERVICE_PROCESSES)
      expect(composeFile.services[name]?.command).toEqual(['node', `${folder}/dist/main.js`]);
  });

  test('runs entries that are built from a source', () => {
    for (const { folder } of SERVICE_PROCESSES)
      expect(existsSync(join(repositoryRoot, folder, 'src/main.ts'))).toBe(true);
  });

  test('has one door, and every process on its port of the contract', () => {
    expect(ours.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['graphql-gateway']);
    for (const { name } of SERVICE_PROCESSES) {
      const environment = composeFile.services[name]?.environment ?? {};
      const variable = name === 'graphql-gateway' ? 'GRAPHQL_PORT' : 'AETHER_PORT';
      expect(environment[variable]).toBe(String(SERVICES[name].port));
      for (const other of SERVICE_PROCESSES)
        expect(wireConfig(filled(environment)).originOf(other.name)).toBe(
          `http://${other.name}:${SERVICES[other.name].port}`,
        );
    }
  });

  test.each(SERVICE_PROCESSES.map(({ name }) => name))('%s takes its variables, and knows each of them', (name) => {
    const environment = composeFile.services[name]?.environment ?? {};
    const config = CONFIGS[name];
    if (config === undefined) throw new Error(`This test has no config reader of "${name}".`);
    expect(() => [
      wireConfig(filled(environment)),
      storeConfig(filled(environment)),
      config(filled(environment)),
    ]).not.toThrow();
    const everybody = /^(AETHER_\w+_URL|AETHER_PUBLIC_URL)$/u;
    const sources = sourcesOf(name);
    const unknown = Object.keys(environment).filter(
      (variable) => !everybody.test(variable) && !sources.includes(variable),
    );
    expect(unknown).toEqual([]);
  });

  test('asks for no variable that the example does not name', () => {
    const asked = [...read('deploy/compose/compose.yaml').matchAll(/\$\{(\w+)/gu)].map(([, name]) => name ?? '');
    const example = read('deploy/compose/.env.example');
    expect(asked.filter((name) => name !== 'AETHER_LOG_LEVEL' && !example.includes(`${name}=`))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const text = read('deploy/docker/Dockerfile');
  const copies = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, sources = '']) => sources.split(' '));

  test('copies what is there', () => {
    expect(copies.length).toBeGreaterThan(10);
    expect(copies.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
  });

  test('knows every workspace, or npm ci would refuse', () => {
    const { workspaces } = z.object({ workspaces: z.array(z.string()) }).parse(JSON.parse(read('package.json')));
    const manifests = globSync(
      workspaces.map((folder) => `${folder}/package.json`),
      { cwd: repositoryRoot },
    );
    expect(manifests.filter((path) => !copies.includes(path))).toEqual([]);
  });

  test('starts a process that there is', () => {
    const command = /^CMD \["node", "(.+)"\]$/mu.exec(text)?.[1];
    expect(SERVICE_PROCESSES.map(({ folder }) => `${folder}/dist/main.js`)).toContain(command);
  });
});
