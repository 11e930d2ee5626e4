import { PlatformError } from '@aether/common/service';
import type { AgentSpec } from '@aether/schema';
import type { CalledAgents } from '../db/called-agents.ts';
import type { CatalogReader } from '../db/catalog-reader.ts';
import type { ToolReader } from '../db/tool-reader.ts';
import type { LookUpCall, NotebookDirectory } from '../notebook-directory.ts';
import { type ReferenceFacts, agentSlugs, modelSlugs, notebookSlugs, toolSlugs } from './reference-issues.ts';
import { type Validation, shapedSpec, validateSpec } from './validation.ts';

/** Validates specifications against what the tenant has: looks the references up, then judges. */
export class SpecValidator {
  readonly #catalog: CatalogReader;
  readonly #tools: ToolReader;
  readonly #notebooks: NotebookDirectory;
  readonly #agents: CalledAgents;

  constructor(parts: {
    readonly catalog: CatalogReader;
    readonly tools: ToolReader;
    readonly notebooks: NotebookDirectory;
    readonly calledAgents: CalledAgents;
  }) {
    this.#catalog = parts.catalog;
    this.#tools = parts.tools;
    this.#notebooks = parts.notebooks;
    this.#agents = parts.calledAgents;
  }

  async validate(spec: unknown, call: LookUpCall): Promise<Validation & { readonly facts: ReferenceFacts }> {
    const facts = await this.lookUp(spec, call);
    return { ...validateSpec(spec, facts), facts };
  }

  async lookUp(spec: unknown, call: LookUpCall): Promise<ReferenceFacts> {
    const shaped = shapedSpec(spec);
    if (shaped === null) return { models: new Map(), notebooks: new Map(), tools: new Map(), agents: new Map() };
    return this.lookUpAll([shaped], call);
  }

  /** What the references of several specifications lead to, each looked up once. */
  async lookUpAll(specs: readonly AgentSpec[], call: LookUpCall): Promise<ReferenceFacts> {
    const unique = (slugsOf: (spec: AgentSpec) => readonly string[]) => [...new Set(specs.flatMap(slugsOf))];
    const [models, tools, notebooks, agents] = await Promise.all([
      this.#catalog.modelsBySlugs(call.viewer.tenantId, unique(modelSlugs)),
      this.#tools.toolsBySlugs(call.viewer.tenantId, unique(toolSlugs)),
      this.#lookUpNotebooks(unique(notebookSlugs), call),
      this.#agents.find(call.viewer, unique(agentSlugs)),
    ]);
    return {
      models: new Map(models.map((model) => [model.slug, model])),
      tools: new Map(tools.map((tool) => [tool.slug, tool])),
      notebooks,
      agents,
    };
  }

  lookUpNotebooks(spec: AgentSpec, call: LookUpCall): Promise<ReferenceFacts['notebooks']> {
    return this.#lookUpNotebooks(notebookSlugs(spec), call);
  }

  lookUpAgents(spec: AgentSpec, { viewer }: LookUpCall): Promise<ReferenceFacts['agents']> {
    return this.#agents.find(viewer, agentSlugs(spec));
  }

  /** Null when memory does not answer: that must not stop an author from writing. */
  async #lookUpNotebooks(slugs: readonly string[], call: LookUpCall): Promise<ReferenceFacts['notebooks']> {
    try {
      return await this.#notebooks.idsOf(slugs, call);
    } catch (error) {
      if (error instanceof PlatformError && error.retryable) return null;
      throw error;
    }
  }
}
