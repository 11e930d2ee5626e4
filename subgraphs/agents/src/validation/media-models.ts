import type { AgentSpec } from '@aether/schema';
import type { ModelRecord } from '../models/catalog.ts';
import type { ValidationIssue } from './validation-issue.ts';

interface MediaModel {
  readonly slug: string;
  readonly capability: 'IMAGES' | 'SPEECH';
  readonly path: readonly string[];
}

/** Models that paint or speak the files of a producer. */
export function mediaModels({ produces }: AgentSpec): readonly MediaModel[] {
  const { image, speech } = produces ?? {};
  return [
    ...(image === undefined
      ? []
      : [{ slug: image.model, capability: 'IMAGES' as const, path: ['produces', 'image', 'model'] }]),
    ...(speech === undefined
      ? []
      : [{ slug: speech.model, capability: 'SPEECH' as const, path: ['produces', 'speech', 'model'] }]),
  ];
}

/** What is wrong with one of them, as the catalog knows it. Nothing takes its place: another model has another hand and voice. */
export function mediaModelIssues(
  { slug, capability, path }: MediaModel,
  models: ReadonlyMap<string, ModelRecord>,
): readonly ValidationIssue[] {
  const model = models.get(slug);
  const does = capability === 'IMAGES' ? 'paint' : 'speak';
  const issue = (code: string, message: string): ValidationIssue => ({
    code,
    severity: 'ERROR',
    message,
    hint: `Choose a model with the capability ${capability}.`,
    path,
    fix: null,
  });
  if (model === undefined) return [issue('MODEL_NOT_FOUND', `There is no model "${slug}".`)];
  if (!model.enabled) return [issue('MODEL_GONE', `The model "${slug}" is disabled.`)];
  if (!model.capabilities.includes(capability))
    return [issue('MODEL_INCAPABLE', `The model "${slug}" cannot ${does}.`)];
  if (model.status !== 'DOWN') return [];
  const hint = 'Runs fail until it answers again.';
  const message = `The model "${slug}" did not answer when it was last asked.`;
  return [{ code: 'PROVIDER_UNAVAILABLE', severity: 'WARNING', message, hint, path, fix: null }];
}
