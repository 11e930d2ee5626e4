import { registerEnumType } from 'type-graphql';
import { CheckKind } from '../check.ts';
import { CellStatus, ComparisonStatus } from '../comparison.ts';

registerEnumType(CheckKind, { name: 'CheckKind' });
registerEnumType(ComparisonStatus, { name: 'ComparisonStatus' });
registerEnumType(CellStatus, { name: 'CellStatus' });
