import { setAt } from '../../../json/apply-patch.ts';

/** What a person has chosen instead of what stands in the template. */
export interface TemplateChoices {
  /** Slug; null = the template's own. */
  readonly model: string | null;
  /** Slug of the model that speaks; null = none. */
  readonly speech: string | null;
  /** Slugs of notebooks by the key of the part that searches; an empty one takes the part out. */
  readonly notebooks: Readonly<Record<string, string>>;
}

/** The specification with the choices in it; null when nothing was chosen, so that the template itself is the source. */
export function chosenSpec(spec: unknown, { model, speech, notebooks }: TemplateChoices): unknown {
  const parts = Object.entries(notebooks);
  if (model === null && speech === null && parts.length === 0) return null;
  const writing = model === null ? spec : setAt(spec, ['model', 'primary'], model);
  const speaking = speech === null ? writing : setAt(writing, ['produces', 'speech', 'model'], speech);
  return parts.reduce<unknown>(
    (now, [key, slug]) =>
      slug === '' ? setAt(now, ['knowledge', key], undefined) : setAt(now, ['knowledge', key, 'notebook'], slug),
    speaking,
  );
}
