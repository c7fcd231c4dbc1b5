"""What SAM's own translator needs of template.yaml; ends with 77 where the translator is not installed."""
import sys

try:
    import yaml
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator
except ImportError:
    sys.exit(77)


class Loader(yaml.SafeLoader):
    pass


def intrinsic(loader, name, node):
    value = (loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode)
             else loader.construct_sequence(node, True) if isinstance(node, yaml.SequenceNode) else loader.construct_mapping(node, True))
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else "Fn::" + name: value}


Loader.add_multi_constructor("!", intrinsic)


def load(code, define):
    """The template with what packaging replaces put in: a place for the code, and what `define` makes of each state machine's properties."""
    template = yaml.load(open("template.yaml"), Loader)
    template["Globals"]["Function"]["CodeUri"] = code
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::StateMachine":
            define(resource["Properties"])
    return template


def translate(template, managed, parameters, region):
    session = type("Session", (), {"region_name": region})
    return Translator(managed, Parser(), boto_session=session()).translate(template, parameters)
