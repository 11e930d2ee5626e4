import { type DocumentNode, type GraphQLSchema, Kind } from 'graphql';

const CURSOR_ARGUMENT = 'after';

export interface RootField {
  /** Name in the answer. */
  readonly responseName: string;
  /** Name of the variable that holds the cursor; null = none does. */
  readonly cursorVariable: string | null;
  /** It has a cursor that is no variable, so that nobody can join it. */
  readonly exclusive: boolean;
}

/** The only root field of the subscription. */
export function rootField(document: DocumentNode, operationName: string | undefined, schema: GraphQLSchema): RootField {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const operation =
    operationName === undefined
      ? operations[0]
      : operations.find((candidate) => candidate.name?.value === operationName);
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  if (field === undefined) return { responseName: '', cursorVariable: null, exclusive: true };
  const cursor = field.arguments?.find((argument) => argument.name.value === CURSOR_ARGUMENT)?.value;
  const cursorVariable = cursor?.kind === Kind.VARIABLE ? cursor.name.value : null;
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  const hasCursor = fields[field.name.value]?.args.some((argument) => argument.name === CURSOR_ARGUMENT) ?? false;
  return {
    responseName: field.alias?.value ?? field.name.value,
    cursorVariable,
    exclusive: hasCursor && cursorVariable === null,
  };
}
