package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{},'additionalProperties':false}",
        "{'$schema':'x','type':'object','properties':{'n':{'type':'integer','title':'N'}},"
            + "'required':['n'],'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'array','items':{'$ref':'#/$defs/p'}},"
            + "'b':{'anyOf':[{'type':'null'},{'enum':['x','']}]},'type':{'type':['string','null']}},"
            + "'required':['type','b','a'],'additionalProperties':false,'$defs':{'p':{'type':'object',"
            + "'properties':{'const':{'const':1}},'required':['const'],'additionalProperties':false}}}"
      })
  void closedObjectsOfPlainWordsAreEnforced(String schema) {
    assertTrue(StrictSchema.holds(RawJson.of(schema.replace('\'', '"'))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{'type':'string'}",
        "{'properties':{},'additionalProperties':false}",
        "{'type':'object','properties':{}}",
        "{'type':'object','properties':{},'additionalProperties':{}}",
        "{'type':'object','properties':{'n':{}},'additionalProperties':false}",
        "{'type':'object','properties':{'n':{'type':'integer','minimum':1}},"
            + "'required':['n'],'additionalProperties':false}",
        "{'type':'object','properties':{'n':{'type':'object','properties':{'m':{}}}},"
            + "'required':['n'],'additionalProperties':false}",
        "{'type':'object','properties':{'n':true},'required':['n'],'additionalProperties':false}",
        "{'type':'object','anyOf':[{'type':'null'}],'properties':{},'additionalProperties':false}",
        "{'type':'object','oneOf':[],'properties':{},'additionalProperties':false}"
      })
  void othersAreNot(String schema) {
    assertFalse(StrictSchema.holds(RawJson.of(schema.replace('\'', '"'))));
  }
}
