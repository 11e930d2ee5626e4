import { PlatformError } from '@aether/common/service';
import type { AgentSpec } from '@aether/schema';
import type { CatalogReader } from './db/catalog-reader.ts';
import type { ToolReader } from './db/tool-reader.ts';
import type { LookUpCall, NotebookDirectory } from './notebook-directory.ts';
import { type ReferenceFacts, modelSlugs, notebookSlugs, toolSlugs } from './reference-issues.ts';
import { type Validation, shapedSpec, validateSpec } from './validation.ts';

/** Validates specifications against what the tenant has: looks the references up, then judges. */
export class SpecValidator {
  readonly #catalog: CatalogReader;
  readonly #tools: ToolReader;
  readonly #notebooks: NotebookDirectory;

  constructor(catalog: CatalogReader, tools: ToolReader, notebooks: NotebookDirectory) {
    this.#catalog = catalog;
    this.#tools = tools;
    this.#notebooks = notebooks;
  }

  async validate(spec: unknown, call: LookUpCall): Promise<Validation & { readonly facts: ReferenceFacts }> {
    const facts = await this.lookUp(spec, call);
    return { ...validateSpec(spec, facts), facts };
  }

  async lookUp(spec: unknown, call: LookUpCall): Promise<ReferenceFacts> {
    const shaped = shapedSpec(spec);
    if (shaped === null) return { models: new Map(), notebooks: new Map(), tools: new Map() };
    const [models, tools, notebooks] = await Promise.all([
      this.#catalog.modelsBySlugs(call.viewer.tenantId, modelSlugs(shaped)),
      this.#tools.toolsBySlugs(call.viewer.tenantId, toolSlugs(shaped)),
      this.lookUpNotebooks(shaped, call),
    ]);
    return {
      models: new Map(models.map((model) => [model.slug, model])),
      tools: new Map(tools.map((tool) => [tool.slug, tool])),
      notebooks,
    };
  }

  /** Null when memory does not answer: that must not stop an author from writing. */
  async lookUpNotebooks(spec: AgentSpec, call: LookUpCall): Promise<ReferenceFacts['notebooks']> {
    try {
      return await this.#notebooks.idsOf(notebookSlugs(spec), call);
    } catch (error) {
      if (error instanceof PlatformError && error.retryable) return null;
      throw error;
    }
  }
}
