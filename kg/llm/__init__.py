"""A language model that the user has: it judges statements and proposes some, and must show its words.

It is asked by the chat completions protocol that OpenAI defined and Ollama, llama.cpp and vLLM speak, and only where a
command names its address. Answers are kept in a folder by the content of the request, so that the same text has the
same answers, with or without the model.
"""

from kg.llm.asking import Need, Usage, counted, needed
from kg.llm.client import LlmError, ask
from kg.llm.models import ChatModel, Request, default_folder

__all__ = ["ChatModel", "LlmError", "Need", "Request", "Usage", "ask", "counted", "default_folder", "needed"]
