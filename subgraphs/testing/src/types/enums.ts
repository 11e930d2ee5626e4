import { registerEnumType } from 'type-graphql';
import { CheckKind } from '../check.ts';

registerEnumType(CheckKind, { name: 'CheckKind' });
