import { describe, expect, test } from 'vitest';
import { Fault } from '../core/assert.ts';
import type { Component } from '../core/money.ts';
import { allocationOrder, allocationRules } from './allocation.ts';

const on = Temporal.PlainDate.from('2026-11-24');
const costsFirst = ['costs', 'interest', 'penalty', 'principal'];
const principalFirst = ['principal', 'costs', 'interest', 'penalty'];
const agreed: readonly Component[] = ['principal', 'interest', 'penalty', 'costs'];

describe('CN-A1, CN-A2: order of application, 民法典 561 and 商业银行信用卡业务监督管理办法 57', () => {
	test.each([
		['consumer_loan', 200, null, costsFirst, 'CN-A1'],
		['mortgage', 0, null, costsFirst, 'CN-A1'],
		['credit_card', 0, null, costsFirst, 'CN-A1'],
		['credit_card', 1, null, costsFirst, 'CN-A2'],
		['credit_card', 90, null, costsFirst, 'CN-A2'],
		['credit_card', 91, null, principalFirst, 'CN-A2'],
		['credit_card', 2_000, null, principalFirst, 'CN-A2'],
		['consumer_loan', 200, agreed, agreed, 'mandate'],
		['credit_card', 30, agreed, costsFirst, 'CN-A2'],
		['credit_card', 91, agreed, principalFirst, 'CN-A2'],
	] as const)('a %s %s days past due with the agreement %s is applied %s by %s', (product, daysPastDue, mandate, order, rule) => {
		expect(allocationOrder({ product, daysPastDue, on }, mandate)).toMatchObject({ order, rule });
	});

	test('a payment dated before the Civil Code (2020-12-31) is still applied costs first', () => {
		const before = Temporal.PlainDate.from('2020-12-31');
		expect(allocationOrder({ product: 'car_loan', daysPastDue: 5, on: before }).order).toEqual(costsFirst);
	});

	test('an agreement that leaves a component out is a fault, not a guess', () => {
		expect(() => allocationOrder({ product: 'invoice', daysPastDue: 5, on }, ['principal', 'interest'])).toThrow(Fault);
	});

	test('each row names its source in both languages and the day it came into force', () => {
		for (const rule of allocationRules) {
			expect(rule.citation.zh).toMatch(/第\d+条/);
			expect(rule.citation.en).toMatch(/art\. \d+/);
			expect(Temporal.PlainDate.from(rule.from).toString()).toBe(rule.from);
		}
	});
});
