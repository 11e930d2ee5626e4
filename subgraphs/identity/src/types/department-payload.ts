import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { DepartmentRecord } from '../department.ts';
import { Department } from './department.ts';

@ObjectType()
export class DepartmentPayload {
  @Field(() => Department, { nullable: true })
  department!: DepartmentRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
